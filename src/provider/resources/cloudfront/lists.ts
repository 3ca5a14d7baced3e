/** CloudFront's way with lists: each comes with its length, and without items when it has none. Pure. */

export function counted<T>(items: readonly T[] | undefined): { Quantity: number; Items?: T[] } {
  return items && items.length > 0 ? { Quantity: items.length, Items: [...items] } : { Quantity: 0 };
}

/** The way back; nothing for an empty one. */
export function itemsOf<T>(list: { Items?: T[] | undefined } | undefined): T[] | undefined {
  return list?.Items && list.Items.length > 0 ? list.Items : undefined;
}
