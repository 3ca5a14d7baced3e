import assert from "node:assert/strict";
import { doctorMarkdown } from "../../../../src/ui/setup/doctorMarkdown";

const l10n = { t: (message: string, ...values: string[]) => message.replace(/\{(\d)\}/g, (_, index) => values[Number(index)] ?? "") };

describe("the setup as a document", () => {
  it("tells first what to do, then what there is", () => {
    const text = doctorMarkdown(
      {
        ok: false,
        cacheDir: "/cache",
        tools: [
          { name: "Node", status: "ok", required: true, version: "24.1.0", path: "/usr/bin/node", source: "path", neededFor: "programs" },
          { name: "Python", status: "missing", required: true, neededFor: "MiniStack", hint: "Install Python 3.10 or newer." },
          { name: "Docker", status: "missing", required: false, neededFor: "LocalStack", hint: "Not needed." },
        ],
      },
      l10n,
    );
    assert.match(text, /\*\*Something that is needed is missing\.\*\*/);
    assert.ok(text.indexOf("Install Python 3.10") < text.indexOf("/usr/bin/node"));
    assert.ok(text.indexOf("/usr/bin/node") < text.indexOf("Not needed."));
    assert.match(text, /\| ✅ \| Node \| 24\.1\.0 \| <code>\/usr\/bin\/node<\/code> \| programs \|/);
  });

  it("keeps what programs say as text", () => {
    const text = doctorMarkdown(
      { ok: true, cacheDir: "C:\\cache", tools: [{ name: "Pulumi CLI", status: "old", required: false, version: "1|2", path: "/a/`x`<b>", neededFor: "p", hint: "[click](command:evil) ![i](https://e.example/i)\n# head" }] },
      l10n,
    );
    assert.doesNotMatch(text, /\[click\]|!\[|<b>|`|1\|2|\n# head/);
    assert.match(text, /C:|C&#58;/);
  });
});
