/** The editor's colours, resolved: a canvas can't read CSS variables. */
import type { Colours } from "../graph/model/cards";

/** Also tells when the theme changes, until `stop` is called. */
export function watchTheme(changed: () => void): { stop(): void } {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "style"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "style"] });
  return { stop: () => observer.disconnect() };
}

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const classes = document.body.classList;
  const highContrast = classes.contains("vscode-high-contrast");
  const dark = classes.contains("vscode-dark") || (highContrast && !classes.contains("vscode-high-contrast-light"));
  /** The first of the variables that the theme defines. */
  const pick = (fallback: string, ...names: string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== "" && value !== "transparent") return value;
    }
    return fallback;
  };
  const by = (light: string, darkOne: string) => (dark ? darkOne : light);
  const page = pick(by("#ffffff", "#1f1f1f"), "editor-background");
  const ink = pick(by("#1f1f1f", "#e0e0e0"), "editor-foreground", "foreground");
  const muted = highContrast ? ink : pick(by("#5c6675", "#9d9d9d"), "descriptionForeground");
  const contrast = pick(ink, "contrastBorder");
  const line = highContrast ? contrast : pick(by("#cbd2dc", "#3c3c3c"), "widget-border", "editorWidget-border", "panel-border");
  const red = pick(by("#c22f35", "#f0767a"), "errorForeground", "charts-red");
  const green = pick(by("#1a7f45", "#4cc27f"), "charts-green");
  const blue = pick(by("#0b6c9c", "#55b6e6"), "charts-blue");
  const purple = pick(by("#8a3ab9", "#c28bea"), "charts-purple");
  const amber = pick(by("#a15c00", "#e3a33c"), "charts-orange", "charts-yellow");
  return {
    page,
    card: highContrast ? page : pick(by("#ffffff", "#252526"), "editorWidget-background", "sideBar-background"),
    cardLine: line,
    // Shades of the text colour lie well on any background.
    group: highContrast ? page : ink,
    groupAlternate: highContrast ? page : ink,
    groupLine: line,
    ink,
    muted,
    edge: highContrast ? ink : muted,
    focus: pick(by("#005fb8", "#0078d4"), ...(highContrast ? ["contrastActiveBorder"] : []), "focusBorder"),
    selection: pick(by("#005fb8", "#0078d4"), "focusBorder"),
    fontFamily: pick("system-ui, sans-serif", "font-family"),
    highContrast,
    ops: { create: green, update: amber, replace: purple, delete: red, failed: red, import: blue, read: blue, refresh: amber, same: muted },
    hues: {
      green,
      blue: by("#3159c4", "#88a8ff"),
      orange: by("#b45f06", "#f0a95a"),
      pink: by("#b0308a", "#ec86cd"),
      teal: by("#0c7c86", "#4fc3cd"),
      violet: by("#6b45c6", "#b096ff"),
      red: by("#b83a4b", "#f28b98"),
      gray: muted,
    },
  };
}

/** Whether the person asked for less movement. */
export function wantsLessMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
