// What runs in the fake container: the health call, the reset call and SSM's parameters, as LocalStack answers them.
import { createServer } from "node:http";

const [port, version] = process.argv.slice(2);
if (port === "--no-licence") {
  console.error("License activation failed! Reason: No credentials were found in the environment.");
  process.exit(55);
}
const parameters = new Map();
const json = (response, status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  const target = request.headers["x-amz-target"];
  if (request.url === "/_localstack/health") {
    json(response, 200, { services: { s3: "available", ssm: "running", rds: "disabled" }, edition: "community", version });
  } else if (request.url === "/_localstack/state/reset" && request.method === "POST") {
    parameters.clear();
    json(response, 200, {});
  } else if (target === "AmazonSSM.GetParameter") {
    const { Name } = JSON.parse(text);
    if (parameters.has(Name)) json(response, 200, { Parameter: { Name, Value: parameters.get(Name) } });
    else json(response, 400, { __type: "ParameterNotFound", message: "not found" });
  } else if (target === "AmazonSSM.PutParameter") {
    const { Name, Value } = JSON.parse(text);
    if (parameters.has(Name)) return json(response, 400, { __type: "ParameterAlreadyExists" });
    parameters.set(Name, Value);
    json(response, 200, { Version: 1 });
  } else json(response, 404, { message: "unknown" });
}).listen(Number(port), "127.0.0.1", () => console.log("Ready."));
