/** A row of tabs that wraps where the pane is narrow, and the panel of the one that is open. */
import { h } from "../common/dom";
import { t } from "../common/l10n";

export function tabs<T extends string>(names: readonly T[], current: T, counts: Partial<Record<T, number>>, content: HTMLElement, open: (name: T) => void): HTMLElement[] {
  const headers = names.map((name) => {
    const selected = name === current;
    const count = counts[name] ?? 0;
    return h("button", {
      role: "tab",
      id: `tab-${name}`,
      "data-key": `tab-${name}`,
      "aria-selected": String(selected),
      "aria-controls": "tab-panel",
      tabindex: selected ? 0 : -1,
      onclick: () => open(name),
    }, t(name), count > 0 && h("vscode-badge", { variant: "counter" }, String(count)));
  });
  const list = h("div", { role: "tablist", "aria-label": t("Details"), class: "tabs" }, ...headers);
  list.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = names[(names.indexOf(current) + step + names.length) % names.length] as T;
    open(next);
    document.getElementById(`tab-${next}`)?.focus();
  });
  return [list, h("div", { class: "panelBody", role: "tabpanel", id: "tab-panel", tabindex: 0, "aria-labelledby": `tab-${current}` }, content)];
}
