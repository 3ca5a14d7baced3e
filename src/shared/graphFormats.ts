/** The formats that a graph is written in, by the endings of their files. */
export const graphFormats = ["svg", "png", "dot", "mmd", "json"] as const;
export type GraphFormat = (typeof graphFormats)[number];
