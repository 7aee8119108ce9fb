export type RenderedNote = { html: string; links: string[] }
export function refusedMarkup(_body: string): 'nested' | 'costly' | null {
  return null
}
export function renderNote(body: string): RenderedNote {
  return { html: body.replaceAll('<', '&lt;'), links: [] }
}
