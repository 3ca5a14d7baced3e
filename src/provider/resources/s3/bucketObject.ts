import { defineResource } from "../../definition";
import { t } from "../../schema";
import {
  CANNED_ACLS, checkObject, deleteObject, OBJECT_NOT_FOUND, objectId, objectInputs, objectOutputs, readObject, UPLOADED, updateObject, uploadObject,
} from "./object";

const TYPE = "aws:s3/bucketObject:BucketObject";

export const bucketObject = defineResource({
  type: TYPE,
  // S3 answers with grants, from which the name of the ACL can't be told.
  inputs: { ...objectInputs, acl: t.string({ default: "private", local: true, oneOf: CANNED_ACLS }) },
  outputs: objectOutputs,
  notFound: OBJECT_NOT_FOUND,
  idAfterImport: objectId,

  check: (given) => checkObject(TYPE, given),

  create: uploadObject,

  read: async (context, id, prior) => (await readObject(context, id, prior)).state,

  async update(context, id, { news, state, changed }) {
    const uploaded = changed(...UPLOADED);
    await updateObject(context, id, { news, state, uploaded, aclChanged: changed("acl"), tagsChanged: changed("tags") });
  },

  delete: deleteObject,
});
