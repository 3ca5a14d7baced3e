import type { Resvg } from "@resvg/resvg-wasm";
import { readAsset } from "./assets";

/** The image has this many pixels for each one of the drawing: sharp on dense screens. */
const SCALE = 2;

/** Large drawings get less than twice their size: most viewers give up on larger images. */
const MAX_PIXELS = 36_000_000;

interface Loaded {
  Resvg: typeof Resvg;
  fonts: Uint8Array[];
}

let loading: Promise<Loaded> | undefined;

async function load(): Promise<Loaded> {
  const resvg = await import("@resvg/resvg-wasm");
  const [wasm, ...fonts] = await Promise.all([
    readAsset("resvg.wasm"),
    readAsset("DejaVuSans.ttf"),
    readAsset("DejaVuSans-Bold.ttf"),
  ]);
  await resvg.initWasm(wasm);
  return { Resvg: resvg.Resvg, fonts };
}

/** Draws an SVG into a PNG, with our own font and no other: the same image on every machine. */
export async function rasterize(svg: string): Promise<Uint8Array> {
  loading ??= load();
  const { Resvg: Renderer, fonts } = await loading;
  const renderer = new Renderer(svg, {
    fitTo: { mode: "zoom", value: scaleOf(svg) },
    font: { fontBuffers: fonts, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" },
  });
  try {
    const image = renderer.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    renderer.free();
  }
}

function scaleOf(svg: string): number {
  const [, width, height] = /^<svg [^>]*\bwidth="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  return width && height ? Math.min(SCALE, Math.sqrt(MAX_PIXELS / (Number(width) * Number(height)))) : SCALE;
}
