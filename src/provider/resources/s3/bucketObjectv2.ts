import { defineResource } from "../../definition";
import { t } from "../../schema";
import {
  CANNED_ACLS, checkObject, deleteObject, OBJECT_NOT_FOUND, objectId, objectInputs, objectOutputs, readObject, UPLOADED, updateObject, uploadObject,
} from "./object";

const TYPE = "aws:s3/bucketObjectv2:BucketObjectv2";

export const bucketObjectv2 = defineResource({
  type: TYPE,
  inputs: {
    ...objectInputs,
    // S3 answers with grants, from which the name of the set can't be told.
    acl: t.string({ computed: true, local: true, oneOf: CANNED_ACLS }),
    checksumAlgorithm: t.string({ local: true, oneOf: ["CRC32", "CRC32C", "SHA1", "SHA256"] }),
  },
  outputs: {
    ...objectOutputs,
    checksumCrc32: t.string({ changesWith: [...UPLOADED, "checksumAlgorithm"] }),
    checksumCrc32c: t.string({ changesWith: [...UPLOADED, "checksumAlgorithm"] }),
    checksumCrc64nvme: t.string({ changesWith: [...UPLOADED, "checksumAlgorithm"] }),
    checksumSha1: t.string({ changesWith: [...UPLOADED, "checksumAlgorithm"] }),
    checksumSha256: t.string({ changesWith: [...UPLOADED, "checksumAlgorithm"] }),
  },
  notFound: OBJECT_NOT_FOUND,
  idAfterImport: objectId,

  check: (given) => checkObject(TYPE, given),

  create: uploadObject,

  async read(context, id, prior) {
    const { head, state } = await readObject(context, id, prior);
    return {
      ...state,
      checksumCrc32: head.ChecksumCRC32,
      checksumCrc32c: head.ChecksumCRC32C,
      checksumCrc64nvme: head.ChecksumCRC64NVME,
      checksumSha1: head.ChecksumSHA1,
      checksumSha256: head.ChecksumSHA256,
    };
  },

  async update(context, id, { news, state, changed }) {
    const uploaded = changed(...UPLOADED, "checksumAlgorithm");
    await updateObject(context, id, { news, state, uploaded, aclChanged: changed("acl"), tagsChanged: changed("tags") });
  },

  delete: deleteObject,
});
