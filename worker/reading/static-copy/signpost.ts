import { escaped } from '../../site/escaped'
import { policyWithoutStyle } from './policy'

/** A page that leads on: where a note has its permalink, where a page stood before. @param to Relative to it, encoded. */
export function signpost(lang: string, to: string, title: string): string {
  const [href, words] = [escaped(to), escaped(title)]
  return `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8">${policyWithoutStyle}<title>${words}</title><meta http-equiv="refresh" content="0; url=${href}"></head>
<body><p><a href="${href}">${words}</a></p></body>
</html>
`
}
