import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagList, tagMap } from "../../tags";
import { NO_SUCH_ENTITY } from "./documents";

/** The emulator changes nothing of one that is there: here each change replaces it. Its ARN holds the URL, so the old one goes first. */
export const openIdConnectProvider = defineResource({
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  regional: false,
  deleteBeforeReplace: true,
  inputs: {
    clientIdLists: t.set(t.string(), { required: true }),
    tags: t.tags(),
    thumbprintLists: t.list(
      t.string({ check: (print) => (/^[0-9A-Fa-f]{40}$/.test(print) ? undefined : "must have 40 hexadecimal digits.") }),
      { computed: true },
    ),
    url: t.string({ required: true, check: (url) => (/^https:\/\/./.test(url) ? undefined : "must begin with 'https://'.") }),
  },
  outputs: { arn: t.string() },
  notFound: NO_SUCH_ENTITY,

  async create(context, given) {
    const iam = await context.client("iam");
    const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider({
      Url: given.url,
      ClientIDList: given.clientIdLists,
      ThumbprintList: given.thumbprintLists,
      Tags: tagList(given.tagsAll),
    });
    return OpenIDConnectProviderArn ?? "";
  },

  async read(context, id) {
    const iam = await context.client("iam");
    const found = await iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: id });
    return {
      clientIdLists: found.ClientIDList,
      tags: tagMap(found.Tags),
      thumbprintLists: found.ThumbprintList,
      // AWS tells it without the scheme.
      url: found.Url?.replace(/^(?:https:\/\/)?/, "https://"),
      arn: id,
    };
  },

  async delete(context, id) {
    const iam = await context.client("iam");
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: id });
  },
});
