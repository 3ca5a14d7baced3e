/** What is told of the regions of AWS: their names in words, and the DNS zones of their S3 website hosts. */

interface Region {
  description: string;
  /** Route 53 zone of S3 websites, as AWS documents them. */
  websiteZone?: string;
}

const REGIONS: Record<string, Region> = {
  "af-south-1": { description: "Africa (Cape Town)", websiteZone: "Z83WF9RJE8B12" },
  "ap-east-1": { description: "Asia Pacific (Hong Kong)", websiteZone: "ZNB98KWMFR0R6" },
  "ap-northeast-1": { description: "Asia Pacific (Tokyo)", websiteZone: "Z2M4EHUR26P7ZW" },
  "ap-northeast-2": { description: "Asia Pacific (Seoul)", websiteZone: "Z3W03O7B5YMIYP" },
  "ap-northeast-3": { description: "Asia Pacific (Osaka)", websiteZone: "Z2YQB5RD63NC85" },
  "ap-south-1": { description: "Asia Pacific (Mumbai)", websiteZone: "Z11RGJOFQNVJUP" },
  "ap-south-2": { description: "Asia Pacific (Hyderabad)" },
  "ap-southeast-1": { description: "Asia Pacific (Singapore)", websiteZone: "Z3O0J2DXBE1FTB" },
  "ap-southeast-2": { description: "Asia Pacific (Sydney)", websiteZone: "Z1WCIGYICN2BYD" },
  "ap-southeast-3": { description: "Asia Pacific (Jakarta)" },
  "ca-central-1": { description: "Canada (Central)", websiteZone: "Z1QDHH18159H29" },
  "eu-central-1": { description: "Europe (Frankfurt)", websiteZone: "Z21DNDUVLTQW6Q" },
  "eu-central-2": { description: "Europe (Zurich)" },
  "eu-north-1": { description: "Europe (Stockholm)", websiteZone: "Z3BAZG2TWCNX0D" },
  "eu-south-1": { description: "Europe (Milan)", websiteZone: "Z30OZKI7KPW7MI" },
  "eu-south-2": { description: "Europe (Spain)" },
  "eu-west-1": { description: "Europe (Ireland)", websiteZone: "Z1BKCTXD74EZPE" },
  "eu-west-2": { description: "Europe (London)", websiteZone: "Z3GKZC51ZF0DB4" },
  "eu-west-3": { description: "Europe (Paris)", websiteZone: "Z3R1K369G5AVDG" },
  "me-south-1": { description: "Middle East (Bahrain)", websiteZone: "Z1MPMWCPA7YB62" },
  "sa-east-1": { description: "South America (Sao Paulo)", websiteZone: "Z7KQH4QJS55SO" },
  "us-east-1": { description: "US East (N. Virginia)", websiteZone: "Z3AQBSTGFYJSTF" },
  "us-east-2": { description: "US East (Ohio)", websiteZone: "Z2O1EMRO9K5GLX" },
  "us-west-1": { description: "US West (N. California)", websiteZone: "Z2F56UZL2M1ACD" },
  "us-west-2": { description: "US West (Oregon)", websiteZone: "Z3BJ6K6RIION7M" },
};

/** In words, such as "US East (N. Virginia)"; the name itself for a region that isn't known. */
export function regionDescription(region: string): string {
  return REGIONS[region]?.description ?? region;
}

export function websiteZone(region: string): string | undefined {
  return REGIONS[region]?.websiteZone;
}

/** The older regions have a dash before the region, the others a dot. */
const DASHED = new Set([
  "ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1", "us-west-1", "us-west-2",
]);

/** `s3-website-us-east-1.amazonaws.com`. */
export function websiteDomain(region: string): string {
  return `s3-website${DASHED.has(region) ? "-" : "."}${region}.amazonaws.com`;
}
