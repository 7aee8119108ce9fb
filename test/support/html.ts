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

/** The words that a person reads or hears in a document, each by itself; what stands in code is none. */
export function wordsOf(html: string): string[] {
  return wordsBelow(parse(html))
}

type Node = DefaultTreeAdapterMap['node']

const code = ['code', 'pre', 'script', 'style', 'textarea']

function wordsBelow(node: Node): string[] {
  if (node.nodeName === '#text' && 'value' in node) return [node.value]
  if (!('childNodes' in node) || code.includes(node.nodeName)) return []
  const attributes =
    'attrs' in node ? node.attrs.filter(({ name }) => ['aria-label', 'title', 'alt'].includes(name)) : []
  return [...attributes.map(({ value }) => value), ...node.childNodes.flatMap(wordsBelow)]
}

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

/** The form of a page that leads on: its address and what a browser would send from it, lines ended as it ends them. */
export async function formIn(response: Response): Promise<{ action: string; fields: [string, string][] }> {
  const all = elementsOf(await response.text())
  const action = all.find(({ name }) => name === 'form')?.attributes.action ?? ''
  const controls = all.filter(({ name, attributes }) => ['input', 'textarea'].includes(name) && attributes.name)
  const fields = controls.map(({ attributes, text }): [string, string] => [
    attributes.name ?? '',
    (attributes.value ?? text).replace(/\r?\n/g, '\r\n'),
  ])
  return { action, fields }
}
