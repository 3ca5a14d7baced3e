/** Where a person reads what is told: hints name what can be done there. */
export type Face = "terminal" | "editor";

/** How a person there names the tools to be used. */
export const CHOICES: Record<Face, { python: string; pulumi: string }> = {
  terminal: { python: "PULUMI_LAB_PYTHON", pulumi: "PULUMI_LAB_PULUMI" },
  editor: { python: "the setting pulumiLab.pythonPath", pulumi: "the setting pulumiLab.pulumiPath" },
};
