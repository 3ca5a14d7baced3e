import type { IAM } from "@aws-sdk/client-iam";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { rfc3339 } from "../timestamps";
import { allPages, NO_SUCH_ENTITY } from "./documents";
import { smtpPassword } from "./smtpPassword";

/** The secret is told once. Encrypting it with `pgpKey` is left out. */
export const accessKey = defineResource({
  type: "aws:iam/accessKey:AccessKey",
  regional: false,
  inputs: {
    status: t.string({ default: "Active", oneOf: ["Active", "Inactive"] }),
    user: t.string({ required: true, replaces: true }),
  },
  outputs: {
    createDate: t.string(),
    secret: t.string({ secret: true }),
    sesSmtpPasswordV4: t.string({ secret: true }),
  },
  notFound: NO_SUCH_ENTITY,

  async create(context, given) {
    const iam = await context.client("iam");
    const { AccessKey: made } = await iam.createAccessKey({ UserName: given.user });
    const id = made?.AccessKeyId ?? "";
    const secret = made?.SecretAccessKey ?? "";
    context.created(id, { secret, sesSmtpPasswordV4: smtpPassword(secret, context.region) });
    if (given.status !== "Active") await iam.updateAccessKey({ UserName: given.user, AccessKeyId: id, Status: given.status });
    return id;
  },

  async read(context, id, prior) {
    const iam = await context.client("iam");
    const user = prior.user ?? (await ownerOf(iam, id));
    if (user === undefined) return undefined;
    const keys = await allPages((Marker) => iam.listAccessKeys({ UserName: user, Marker }), (page) => page.AccessKeyMetadata);
    const found = keys.find((key) => key.AccessKeyId === id);
    if (found === undefined) return undefined;
    return {
      status: found.Status === "Inactive" ? ("Inactive" as const) : ("Active" as const),
      user,
      createDate: rfc3339(found.CreateDate),
      secret: prior.secret,
      sesSmtpPasswordV4: prior.sesSmtpPasswordV4,
    };
  },

  async update(context, id, { news }) {
    const iam = await context.client("iam");
    await iam.updateAccessKey({ UserName: news.user, AccessKeyId: id, Status: news.status });
  },

  async delete(context, id, state) {
    const iam = await context.client("iam");
    await iam.deleteAccessKey({ UserName: state.user, AccessKeyId: id });
  },
});

/** An import names the key only. */
async function ownerOf(iam: IAM, AccessKeyId: string): Promise<string | undefined> {
  return (await iam.getAccessKeyLastUsed({ AccessKeyId })).UserName;
}
