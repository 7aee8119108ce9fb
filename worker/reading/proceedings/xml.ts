import { unescaped } from '../../site/escaped'
import { escapeXml, noXmlSign } from '../../site/xml'

/**
 * What `renderNote` made, as XHTML. It is well formed already (sanitize-html closes every tag and escapes every `<` of
 * the text); what HTML in a browser bears and a book does not is set right.
 */
export function wellFormed(html: string): string {
  return html
    .replace(noXmlSign, '')
    .replace(/<div class="defile"[^>]*>/g, '<div class="defile">')
    .replace(/<a href="([^"]*)"([^>]*)>/g, (_, href: string, more: string) => {
      const address = strictAddress(unescaped(href))
      return address === null ? '<a>' : `<a href="${escapeXml(address)}"${more}>`
    })
}

/** A browser leads to addresses that RFC 3986 does not know: their odd signs are encoded, an odd host leads nowhere. */
function strictAddress(href: string): string | null {
  if (/^https?:/.test(href) && !plainHost.test(href)) return null
  const [before = '', ...fragment] = href.split('#')
  return [before, ...(fragment.length > 0 ? [fragment.join('%23')] : [])]
    .join('#')
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replace(/[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]/gu, (sign) => encodeURIComponent(sign))
}

const plainHost = /^https?:\/\/(?:[^/?#@]*@)?[A-Za-z0-9][A-Za-z0-9.-]*(?::\d*)?(?:[/?#]|$)/

/** @param body Well-formed XHTML. */
export function xhtml(lang: string, title: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${lang}" xml:lang="${lang}">
<head><title>${escapeXml(title)}</title><link rel="stylesheet" href="style.css"/></head>
<body>
${body}
</body>
</html>
`
}
