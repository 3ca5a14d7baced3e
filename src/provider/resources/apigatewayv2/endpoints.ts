/** AWS gives a WebSocket API a wss:// address; emulators name their HTTP one. Pure. */
export function endpointOf(api: { ApiEndpoint?: string | undefined; ProtocolType?: string | undefined }): string {
  const endpoint = api.ApiEndpoint ?? "";
  return api.ProtocolType === "WEBSOCKET" ? endpoint.replace(/^http/, "ws") : endpoint;
}
