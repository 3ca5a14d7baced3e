import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";

interface ExtensionManifest {
  name: string;
  publisher: string;
  version: string;
  engines: { vscode: string };
  [key: string]: unknown;
}

/** Packages a small extension of the tests' own: its manifest and its files, by relative path. */
export function writeVsix(file: string, manifest: ExtensionManifest, files: Record<string, string>): void {
  const { name, publisher, version, engines } = manifest;
  const description = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${name}" Version="${version}" Publisher="${publisher}"/>
    <DisplayName>${name}</DisplayName>
    <Description xml:space="preserve">For tests.</Description>
    <Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value="${engines.vscode}"/></Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/></Assets>
</PackageManifest>`;
  const types = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/><Default Extension=".cjs" ContentType="application/javascript"/><Default Extension=".svg" ContentType="image/svg+xml"/><Default Extension=".vsixmanifest" ContentType="text/xml"/></Types>`;
  const entries = { "extension.vsixmanifest": description, "[Content_Types].xml": types, "extension/package.json": JSON.stringify(manifest) };
  const own = Object.entries(files).map(([path, text]) => [`extension/${path}`, text] as const);
  writeFileSync(file, zipSync(Object.fromEntries([...Object.entries(entries), ...own].map(([path, text]) => [path, strToU8(text)]))));
}

/** Unpacks the extension in a package. */
export function unpackVsix(file: string, folder: string): void {
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(file)))) {
    if (!path.startsWith("extension/") || path.endsWith("/")) continue;
    const target = join(folder, path.slice("extension/".length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}
