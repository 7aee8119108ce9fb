import { site } from '../../site/strings/fr/site'

/** The words of the API's description. */
export const fr = {
  title: site.api,
  intro:
    'Envoyer des notes, les lire, les suivre, les corriger, les retirer et les modérer, en JSON. Les heures sont en UTC (RFC 3339) ; les listes sont {items, next}, et next, donné en cursor, mène à la suite.',
  faultsIntro:
    'Une faute répond en application/problem+json (RFC 9457) : code la nomme pour un programme et ne changera pas, detail la dit en français, errors nomme chaque champ en cause.',
  document: 'La description OpenAPI de tout ceci',
  key: 'Une clé de modération.',
  done: 'Fait.',
  problem: 'La faute, dite en français.',
  who: {
    moderator: 'Avec une clé de modération : Authorization: Bearer KEY',
    organiser: 'Avec la clé d’un organisateur ou d’une organisatrice : Authorization: Bearer KEY',
  },
  operations: {
    sendNote: 'Envoyer une note',
    listNotes: 'Lister les notes publiées, les plus anciennes d’abord',
    readNote: 'Lire une note publiée',
    readReceipt: 'Suivre sa note',
    reviseNote: 'Corriger sa note, son nom compris : publiée, elle ne change qu’une fois relue',
    withdrawNote: 'Retirer sa note pour toujours',
    listQueue: 'Lister ce qui attend une décision, le plus ancien d’abord',
    readNoteInFull: 'Lire une note, son histoire et sa version',
    decide: 'Décider d’une note',
    decideAll: 'Décider de plusieurs notes, cent au plus',
    listDecisions: 'Lister toutes les décisions',
    readStats: 'Lire les chiffres, jour par jour à l’heure de l’événement',
    exportAll: 'Tout exporter, une ligne JSON par enregistrement',
    describe: 'Lire cette description',
  },
  query: {
    page: 'adresse d’une page : ses notes seules',
    cursor: 'le next de la réponse d’avant',
    limit: 'combien à la fois, de 1 à 100',
    status: 'l’état des notes ; pending : ce qui attend une décision',
    kind: 'note, revision ou report',
    theme: 'un thème de site.yml : les notes de ses séances seules',
    flag: 'un signe qui invite à regarder de plus près',
    q: 'des mots que la note contient ; ou une référence, la sienne ou celle d’un signalement',
  },
  fields: {
    page: 'adresse d’une page qui prend des notes',
    author: 'vide ou null : sans nom',
    body: 'pour edit seulement : le texte retouché, en Markdown',
    reason: 'obligatoire pour return',
    version: 'la version lue ; If-Match peut la dire à sa place',
  },
  lists: {
    revisions: (newest: number, signs: number) =>
      `les ${newest} dernières, et toujours celle publiée, celle qui attend et ce que l’auteur ou l’autrice avait écrit avant ; elles et la dernière ont toujours leur texte, les autres aussi jusqu’à ${signs} signes en tout, au-delà body est null`,
    decisions: (newest: number) => `les ${newest} dernières ; toutes sont dans /api/admin/audit`,
    reports: (newest: number) =>
      `les ${newest} derniers qui attendent et les ${newest} derniers qui sont classés ; /api/admin/export les a tous`,
  },
  headers: {
    'Idempotency-Key':
      '22 à 255 caractères parmi A-Z a-z 0-9 . _ ~ - ; le même envoi répété avec la même clé répond comme la première fois',
    'If-Match': 'la version lue, entre guillemets, à la place de version ; ou plusieurs, ou * pour toute version',
  },
  answerHeaders: {
    Location: 'l’adresse du suivi, à garder : elle seule permet de corriger ou de retirer la note',
    ETag: 'la version de ce qui est répondu ; celle d’une note sert à If-Match',
    'Retry-After': 'combien de secondes attendre',
    'WWW-Authenticate': 'la sorte de clé qu’il faut',
  },
  faults: {
    400: 'L’envoi ne se lit pas.',
    401: 'Il faut une clé.',
    403: 'La clé ne donne pas ce droit.',
    404: 'Cela n’existe pas.',
    409: 'L’état de la note ne le permet pas, ou quelqu’un a été plus rapide.',
    410: 'La note a été retirée.',
    412: 'La note a changé depuis la version donnée dans If-Match.',
    413: 'L’envoi dépasse 256 Kio.',
    415: 'L’envoi n’est pas du JSON.',
    422: 'Un champ est en faute : voir errors.',
    428: 'Il faut dire la version lue.',
    429: 'Trop d’envois, ou de clés fausses, depuis cette adresse : attendre Retry-After secondes.',
    503: 'Le site reprend son souffle : réessayer.',
  } as Record<number, string>,
}
