/** The whole drawing in a corner, with a frame around what is in view. Clicking or dragging in it moves the view. */
import type { Box } from "../../src/shared/layout/laidOutGraph";
import { h } from "../common/dom";
import type { GraphCanvas } from "./canvas";

const WIDTH = 180;
const HEIGHT = 120;

export class MiniMap {
  readonly element = h("canvas", { class: "miniMap", "aria-hidden": "true" });
  private frame: number | undefined;
  private scale = 1;
  private origin = { x: 0, y: 0 };

  constructor(private readonly canvas: GraphCanvas) {
    const ratio = window.devicePixelRatio || 1;
    this.element.width = WIDTH * ratio;
    this.element.height = HEIGHT * ratio;
    canvas.cy.on("render", () => this.refresh());
    const go = (event: PointerEvent) => {
      if (event.buttons !== 1) return;
      const { cy } = canvas;
      const at = { x: event.offsetX / this.scale + this.origin.x, y: event.offsetY / this.scale + this.origin.y };
      cy.pan({ x: cy.width() / 2 - at.x * cy.zoom(), y: cy.height() / 2 - at.y * cy.zoom() });
    };
    this.element.addEventListener("pointerdown", go);
    this.element.addEventListener("pointermove", go);
  }

  refresh(): void {
    if (this.element.hidden) return;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  private draw(): void {
    const context = this.element.getContext("2d");
    if (!context) return;
    const placed = this.canvas.placed();
    const { x1, y1, x2, y2 } = this.canvas.cy.extent();
    const view: Box = { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    this.element.classList.toggle("idle", placed.length === 0);
    if (placed.length === 0) return;
    const left = Math.min(...placed.map(({ box }) => box.x));
    const top = Math.min(...placed.map(({ box }) => box.y));
    const right = Math.max(...placed.map(({ box }) => box.x + box.width));
    const bottom = Math.max(...placed.map(({ box }) => box.y + box.height));
    // With everything in view it would only cover a part of it.
    this.element.classList.toggle("idle", x1 <= left && y1 <= top && x2 >= right && y2 >= bottom);
    const margin = 8;
    this.scale = Math.min((WIDTH - margin * 2) / (right - left), (HEIGHT - margin * 2) / (bottom - top));
    this.origin = {
      x: left - (WIDTH / this.scale - (right - left)) / 2,
      y: top - (HEIGHT / this.scale - (bottom - top)) / 2,
    };
    const colours = this.canvas.currentColours;
    const rect = ({ x, y, width, height }: Box) => [(x - this.origin.x) * this.scale, (y - this.origin.y) * this.scale, Math.max(1, width * this.scale), Math.max(1, height * this.scale)] as const;
    for (const { id, box, group } of placed) {
      const node = this.canvas.cy.getElementById(id);
      const op = [...OPS].find((each) => node.hasClass(`op-${each}`));
      context.globalAlpha = group ? 0.5 : node.hasClass("faded") ? 0.25 : 0.85;
      if (group) {
        context.strokeStyle = colours.groupLine;
        context.strokeRect(...rect(box));
      } else {
        context.fillStyle = node.hasClass("selected") ? colours.focus : op ? colours.ops[op] : colours.muted;
        context.fillRect(...rect(box));
      }
    }
    context.globalAlpha = 1;
    context.strokeStyle = colours.focus;
    context.lineWidth = 1.5;
    context.strokeRect(...rect(view));
  }
}

const OPS = ["failed", "create", "update", "replace", "delete", "import"] as const;
