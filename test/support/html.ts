import { type DefaultTreeAdapterMap, parse } from 'parse5'

export type HtmlElement = {
  name: string
  attributes: Record<string, string>
  text: string
}

/** Every element of a document, as a browser would read it. */
export function elementsOf(html: string): HtmlElement[] {
  return below(parse(html))
}

type Node = DefaultTreeAdapterMap['node']

function below(node: Node): HtmlElement[] {
  if (!('childNodes' in node)) return []
  return node.childNodes.flatMap((child) => [...('tagName' in child ? [elementFrom(child)] : []), ...below(child)])
}

function elementFrom(element: DefaultTreeAdapterMap['element']): HtmlElement {
  const attributes = Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]))
  return { name: element.tagName, attributes, text: textOf(element) }
}

function textOf(node: Node): string {
  if ('value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}
