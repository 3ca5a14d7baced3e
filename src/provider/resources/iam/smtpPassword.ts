/** The password for SES over SMTP that belongs to a secret access key, by AWS's published algorithm. Pure. */

import { createHmac } from "node:crypto";

const VERSION = 4;

export function smtpPassword(secret: string, region: string): string {
  const parts = ["11111111", region, "ses", "aws4_request", "SendRawEmail"];
  const signature = parts.reduce<Buffer>((key, part) => createHmac("sha256", key).update(part).digest(), Buffer.from(`AWS4${secret}`));
  return Buffer.concat([Buffer.from([VERSION]), signature]).toString("base64");
}
