import { createDecipheriv, pbkdf2 } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { type Project, stackFileName } from "./project";

/** How a stack's secrets are unlocked: a file with the passphrase, or the passphrase itself. */
export type Passphrase = { file: string } | { text: string };

/**
 * The passphrase of a stack. A team's own, given by PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, counts
 * only where the stack's file was encrypted with it; everything else takes the workspace's.
 */
export async function stackPassphrase(project: Project, stack: string, environment: NodeJS.ProcessEnv, workspaceFile: string): Promise<Passphrase> {
  const given = await givenPassphrase(environment);
  if (!given) return { file: workspaceFile };
  const salt = await encryptionSalt(project, stack);
  return salt && (await opens(salt, given.value)) ? given.use : { file: workspaceFile };
}

async function givenPassphrase(environment: NodeJS.ProcessEnv): Promise<{ value: string; use: Passphrase } | undefined> {
  const text = environment.PULUMI_CONFIG_PASSPHRASE;
  if (text !== undefined) return { value: text, use: { text } };
  const file = environment.PULUMI_CONFIG_PASSPHRASE_FILE;
  if (!file || !existsSync(file)) return undefined;
  return { value: (await readFile(file, "utf8")).trim(), use: { file } };
}

async function encryptionSalt(project: Project, stack: string): Promise<string | undefined> {
  try {
    const settings: unknown = parse(await readFile(join(project.configDir, stackFileName(stack)), "utf8"));
    const salt = (settings as { encryptionsalt?: unknown } | null)?.encryptionsalt;
    return typeof salt === "string" ? salt : undefined;
  } catch {
    // The CLI reads the file again and says what is wrong with it.
    return undefined;
  }
}

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/**
 * Whether a passphrase fits an `encryptionsalt`, which is `v1:SALT:v1:NONCE:CIPHERTEXT`: the ciphertext is the word
 * "pulumi" under AES-256-GCM with a PBKDF2-SHA256 key.
 */
export async function opens(encryptionSalt: string, passphrase: string): Promise<boolean> {
  const [version, salt, , nonce, text] = encryptionSalt.split(":");
  if (version !== "v1" || !salt || !nonce || !text) return false;
  const key = await promisify(pbkdf2)(passphrase, Buffer.from(salt, "base64"), ITERATIONS, KEY_BYTES, "sha256");
  const bytes = Buffer.from(text, "base64");
  try {
    const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    cipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const word = Buffer.concat([cipher.update(bytes.subarray(0, -TAG_BYTES)), cipher.final()]).toString("utf8");
    return word === "pulumi";
  } catch {
    return false;
  }
}
