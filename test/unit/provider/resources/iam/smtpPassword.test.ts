import assert from "node:assert/strict";
import { smtpPassword } from "../../../../../src/provider/resources/iam/smtpPassword";

describe("the SMTP password of an access key", () => {
  // Computed apart from the code here, in Python, by the steps of AWS's documentation.
  it("is made by AWS's published steps", () => {
    const password = smtpPassword("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");
    assert.equal(password, "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9");
  });
});
