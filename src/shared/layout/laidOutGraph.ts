/** A graph with a place for everything: what the SVG renderer and the graph panel draw. Plain data, in pixels. */
import type { GraphEdge, GraphNode } from "../graph";

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

export type Direction = "down" | "right";

export interface LaidOutNode extends Box {
  node: GraphNode;
  /** A `group` has others drawn inside it, below its heading. */
  shape: "card" | "group";
  /** How many groups it stands in. */
  depth: number;
}

export interface EdgeLabel extends Box {
  /** Cut to fit the box. */
  text: string;
}

export interface LaidOutEdge {
  edge: GraphEdge;
  /** From the dependent's border to the border of what it depends on, in horizontal and vertical steps. */
  points: Point[];
  /** Edges that share a line share its label: only one of them carries it. */
  label?: EdgeLabel;
}

export interface LaidOutGraph {
  width: number;
  height: number;
  direction: Direction;
  /** The stack is the drawing itself, not a node in it. */
  stack?: GraphNode;
  /** Groups stand before what is in them. */
  nodes: LaidOutNode[];
  /** Dependencies between nodes of which neither contains the other. */
  edges: LaidOutEdge[];
}
