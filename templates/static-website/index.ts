import { readdirSync } from "node:fs";
import { extname } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

// No `bucket` name is given, so Pulumi makes one: "site" and seven random characters. Bucket names are shared by
// everyone on AWS; with auto-naming, two stacks of this program never ask for the same one.
const bucket = new aws.s3.Bucket("site");

// What turns a bucket into a website: `/` answers the index document, what isn't there the error document with 404.
// `bucket.id` is an output, a value that is known only when the bucket exists. Using it here is what tells Pulumi to
// make the bucket first.
const website = new aws.s3.BucketWebsiteConfiguration("website", {
  bucket: bucket.id,
  indexDocument: { suffix: "index.html" },
  errorDocument: { key: "error.html" },
});

// ACLs are S3's old way of sharing. This turns them off: the bucket policy below is the one place that decides.
new aws.s3.BucketOwnershipControls("ownership", {
  bucket: bucket.id,
  rule: { objectOwnership: "BucketOwnerEnforced" },
});

// New buckets refuse every public policy. A website wants one, so two of the four locks are opened.
const publicAccess = new aws.s3.BucketPublicAccessBlock("public-access", {
  bucket: bucket.id,
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
});

// Everyone may read every object, and nothing else. No value of `publicAccess` is used here, so Pulumi can't see that
// S3 refuses this policy until the locks are open. `dependsOn` says so.
new aws.s3.BucketPolicy(
  "public-read",
  {
    bucket: bucket.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PublicRead",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: pulumi.interpolate`${bucket.arn}/*`,
        },
      ],
    }),
  },
  { dependsOn: publicAccess },
);

// S3 doesn't look into files: it sends the content type that was stored with the object.
const contentTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

// One resource for each file, by an ordinary loop. A new file in ./site is a new resource in the next preview.
for (const file of readdirSync("site").sort()) {
  new aws.s3.BucketObjectv2(file, {
    bucket: bucket.id,
    key: file,
    source: new pulumi.asset.FileAsset(`site/${file}`),
    contentType: contentTypes[extname(file)] ?? "application/octet-stream",
  });
}

export const bucketName = bucket.bucket;
export const websiteEndpoint = website.websiteEndpoint;
export const websiteUrl = pulumi.interpolate`http://${website.websiteEndpoint}`;
