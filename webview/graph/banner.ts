/** What goes on, in one line; a failure in full, with its place in the program and the way out. */
import { printable } from "../../src/shared/text";
import { h, icon } from "../common/dom";
import { t } from "../common/l10n";
import { phaseText, summaryWords } from "./model/words";
import type { Store } from "./store";

const ICONS = { idle: "circle-large-outline", running: "loading", cancelling: "loading", succeeded: "pass", failed: "error", cancelled: "circle-slash" } as const;

export class Banner {
  readonly element = h("div", { class: "banner", role: "region", "aria-label": t("State") });
  private notice: string | undefined;
  private arranging = false;

  constructor(private readonly store: Store, private readonly goToError: () => void) {
    store.onChange((aspects) => {
      if (aspects.has("panel") || aspects.has("graph")) this.draw();
    });
    this.draw();
  }

  /** A request of the page that failed; stays until it is closed or the next operation begins. */
  tell(notice: string | undefined): void {
    this.notice = notice;
    this.draw();
  }

  setArranging(arranging: boolean): void {
    if (this.arranging === arranging) return;
    this.arranging = arranging;
    this.draw();
  }

  private draw(): void {
    const { panel, graph, planned } = this.store;
    const phase = panel?.phase ?? "idle";
    this.element.className = `banner ${phase}`;
    const busy = phase === "running" || phase === "cancelling";
    const headline = panel ? phaseText(panel) : t("Loading…");
    // Half-way it would call done what has only begun.
    const summary = busy ? "" : summaryWords(graph, planned);
    const error = panel?.error;
    const parts = [
      h("div", { class: "line" },
        icon(panel ? ICONS[phase] : "loading", busy || !panel),
        h("strong", { class: "title" }, printable(panel?.title ?? "")),
        headline !== "" && h("span", { class: "phase" }, headline),
        panel?.message ? h("span", { class: "message" }, printable(panel.message)) : undefined,
        h("span", { class: "summary" }, summary),
        this.arranging && h("span", { class: "arranging muted" }, t("arranging…")),
        panel?.place ? h("span", { class: "place muted" }, printable(panel.place)) : undefined,
      ),
      error !== undefined &&
        h("div", { class: "error", role: "alert" },
          h("pre", { tabindex: 0, "aria-label": t("Error") }, error.message.split("\n").map(printable).join("\n")),
          error.hint ? h("p", { class: "hint" }, icon("lightbulb"), printable(error.hint)) : "",
          error.source ? h("vscode-button", { secondary: true, onclick: this.goToError }, t("Go to Line {0}", error.source.line)) : "",
        ),
      this.notice !== undefined &&
        h("div", { class: "notice", role: "alert" },
          icon("warning"),
          h("span", {}, printable(this.notice)),
          h("vscode-toolbar-button", { icon: "close", label: t("Close"), onclick: () => this.tell(undefined) }),
        ),
    ];
    this.element.replaceChildren(...parts.filter((part) => part instanceof Node));
  }
}
