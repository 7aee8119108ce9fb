/** « de Naïg », « d’Enora »: an h says nothing of whether it is mute, so it keeps its « de ». */
export function of(name: string): string {
  return /^(?:[aeiouœæ]|y(?![aeiou]))/i.test(name.normalize('NFD')) ? `d’${name}` : `de ${name}`
}
