import assert from "node:assert/strict";
import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { opens } from "../../../../src/core/engine/passphrase";
import { maskSecrets } from "../../../../src/core/engine/stackState";

/** An `encryptionsalt` as the CLI writes it. */
function saltFor(passphrase: string): string {
  const salt = randomBytes(8);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", pbkdf2Sync(passphrase, salt, 1_000_000, 32, "sha256"), nonce);
  const text = Buffer.concat([cipher.update("pulumi", "utf8"), cipher.final(), cipher.getAuthTag()]);
  return ["v1", salt.toString("base64"), "v1", nonce.toString("base64"), text.toString("base64")].join(":");
}

describe("passphrases and secrets", () => {
  it("tells whether a passphrase fits a stack's file", async () => {
    const salt = saltFor("our team's");
    assert.equal(await opens(salt, "our team's"), true);
    assert.equal(await opens(salt, "another"), false);
    for (const nonsense of ["", "v1", "v2:a:v1:b:c", "v1:a:v1:b:c"]) assert.equal(await opens(nonsense, "x"), false);
  }).timeout(20_000);

  it("masks secrets however deep they lie", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
    assert.deepEqual(maskSecrets({ a: 1, b: { c: [secret, "open"] }, d: secret }), { a: 1, b: { c: ["[secret]", "open"] }, d: "[secret]" });
    assert.deepEqual(maskSecrets([null, undefined, true]), [null, undefined, true]);
  });
});
