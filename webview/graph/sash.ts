/** The line between graph and details: dragged, or moved with the arrow keys. */
import { h } from "../common/dom";
import { t } from "../common/l10n";
import type { Store } from "./store";

const [LEAST, STEP] = [260, 24];

export function sash(store: Store, pane: HTMLElement): HTMLElement {
  const most = () => Math.max(LEAST, Math.round(window.innerWidth * 0.7));
  const element = h("div", { class: "sash", role: "separator", "aria-orientation": "vertical", "aria-label": t("Width of the details"), tabindex: 0 });
  const set = (width: number) => store.setView({ detailsWidth: Math.min(most(), Math.max(LEAST, Math.round(width))) });
  const show = () => {
    element.hidden = pane.hidden;
    pane.style.width = `${store.detailsWidth}px`;
    element.setAttribute("aria-valuenow", String(store.detailsWidth));
    element.setAttribute("aria-valuemin", String(LEAST));
    element.setAttribute("aria-valuemax", String(most()));
  };
  element.addEventListener("pointerdown", (event) => element.setPointerCapture(event.pointerId));
  element.addEventListener("pointermove", (event) => element.hasPointerCapture(event.pointerId) && set(window.innerWidth - event.clientX));
  element.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowLeft" ? STEP : event.key === "ArrowRight" ? -STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    set(store.detailsWidth + step);
  });
  store.onChange(show);
  show();
  return element;
}
