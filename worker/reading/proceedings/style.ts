import type { SiteSettings } from '../../site/settings'
import { style } from '../../site/style'

/**
 * The reading style and what a bound book needs. The running headers name the forum and the session: browsers know the
 * first (CSS Page margin boxes), layout programs such as WeasyPrint or Vivliostyle the second too (named strings), and
 * the pages' numbers in the table of contents. Each leaves out what it does not know.
 * https://www.w3.org/TR/css-page-3/ https://www.w3.org/TR/css-gcpm-3/
 */
export function proceedingsStyle({ event }: SiteSettings): string {
  return style.reading + bound.replace('NAME', cssString(event.name)).replace(/\s*\n\s*/g, '')
}

const bound = `
h1 small{font-size:1.25rem;font-weight:400}
.chapitre h3 a{color:inherit}
.sommaire ul ul{padding-left:1.4rem}
.sommaire li li{padding:.25rem 0}
@media print{
.garder,.skip,body>header,body>footer{display:none}
.jour{break-before:page}
.chapitre+.chapitre{break-before:page}
.jour>h2,.chapitre>h3,.chapitre>.faits{break-after:avoid}
.chapitre>h3{string-set:seance content()}
.chapitre h3 a{text-decoration:none}
.note{break-inside:avoid}
.note .faits{break-before:avoid}
p,li{orphans:3;widows:3}
.sommaire{break-before:page}
.sommaire li li a::after{content:leader('.') target-counter(attr(href),page)}
}
@page{
size:A4;margin:24mm 20mm;
@top-left{content:NAME;font:9pt serif}
@top-right{content:string(seance);font:9pt serif}
@bottom-center{content:counter(page);font:9pt serif}
}
@page :left{margin-right:26mm}
@page :right{margin-left:26mm}
@page :first{
@top-left{content:none}
@top-right{content:none}
@bottom-center{content:none}
}
`

/** A CSS string that cannot end the style element it stands in: all but letters, digits and spaces as code points. */
function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} ]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`
}
