/** Pictures of cards and headings, made once for each look. */
import type { GraphNode } from "../../src/shared/graph";
import { CARD, GROUP } from "../../src/shared/layout/measure";
import { cardPicture, type Colours, headingPicture } from "./model/cards";

export interface Picture {
  uri: string;
  width: number;
  height: number;
}

export class Pictures {
  private readonly known = new Map<string, Picture>();

  of(node: GraphNode, group: boolean, width: number, hidden: number | undefined, colours: Colours): Picture {
    const key = JSON.stringify([node.id, node.type, node.name, node.provider, node.op, node.custom, group, width, hidden]);
    let picture = this.known.get(key);
    if (!picture) {
      const uri = group ? headingPicture(node, width, colours) : cardPicture(node, width, hidden, colours);
      picture = { uri, width, height: group ? GROUP.header : CARD.height };
      this.known.set(key, picture);
    }
    return picture;
  }

  /** The colours are others now. */
  forget(): void {
    this.known.clear();
  }
}
