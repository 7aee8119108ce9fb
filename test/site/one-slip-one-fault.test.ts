import { describe, expect, test } from 'vitest'
import { at, front, session, set, settings, tryBuild, when } from '../support/faulty-content'
import { siteYaml } from '../support/temporary-content'

const needsQuotes = 'mettez le texte entre guillemets'

describe('one slip is one fault, in words that say what to write instead', () => {
  const slips: [Record<string, string>, string][] = [
    [
      front('title: Atelier : réparer'),
      `a.md:2: faute : illisible : ${needsQuotes} : un deux-points suivi d’une espace`,
    ],
    [front('title: "Un" : deux'), `a.md:2: faute : illisible : ${needsQuotes} : un deux-points`],
    [front('hide: [a: b: c]'), `a.md:2: faute : illisible : ${needsQuotes} : un deux-points`],
    [front('title: A\ntitle: B'), 'a.md:3: faute : illisible : la clé « title » est là deux fois'],
    [front("title: 'L'atelier'"), 'a.md:2: faute : illisible : mettez tout le texte entre guillemets'],
    [front('title: - a'), 'a.md:2: faute : illisible : mettez tout le texte entre guillemets'],
    [front('title: @la'), `a.md:2: faute : illisible : ${needsQuotes} : il ne peut pas commencer`],
    [front('title: *Important*'), `a.md:2: faute : illisible : ${needsQuotes}, il ne peut pas commencer par *`],
    [front('title: "a\\q"'), 'a.md:2: faute : illisible : doublez la barre'],
    [front('title: "Un'), 'a.md:2: faute : illisible : un guillemet reste ouvert'],
    [front('title: A\n notes: open'), 'a.md:2: faute : illisible : cette ligne ou la suivante'],
    [front('title:A\nnotes: open'), 'a.md:2: faute : illisible : cette ligne ou la suivante'],
    [front('hide: [toc\nnotes: open'), 'a.md:3: faute : illisible : le retrait diffère'],
    [front('session:\n\tstart: x'), 'a.md:3: faute : illisible : une tabulation'],
    [front('session:\n\tstart: x\n\tend: y\nhide: a: b'), 'a.md:3: faute : illisible : une tabulation'],
    [front('session:\n\tstart: x\n  end: y\n  room: z'), 'a.md:3: faute : illisible : une tabulation'],
    [front('session:\n  start: x\n \tend: y\n  room: z'), 'a.md:4: faute : illisible : une tabulation'],
    [
      set('event: { name: Forum d’essai,', 'event:\n\tname: Forum\n\t#'),
      'site.yml:9: faute : illisible : une tabulation',
    ],
    [{ 'content/site.yml': `${siteYaml}---\nx` }, 'site.yml:13: faute : illisible : une ligne ---'],
    [
      front('title: {{ event.name }}'),
      'a.md:2: faute : « title » : ce qui est écrit ne convient pas (attendu : un texte ;',
    ],
    [front('title: ""'), 'a.md:2: faute : « title » : il manque la valeur'],
    [front('notes:'), 'a.md:2: faute : « notes » : il manque la valeur'],
    [front('du texte'), 'a.md:2: faute : du texte ne convient pas (attendu : des lignes « clé: valeur »)'],
    [front('notes: oui'), 'a.md:2: faute : « notes » : oui ne convient pas (attendu : un mot parmi open, closed)'],
    [front('id: a b'), 'a.md:2: faute : « id » : a b ne convient pas (attendu : lettres, chiffres et / _ . -)'],
    [front('day: 20/05/2027'), 'a.md:2: faute : « day » : 20/05/2027 ne convient pas (attendu : un jour qui existe'],
    [front('hide: toc'), 'a.md:2: faute : « hide » : toc ne convient pas (attendu : une liste : chaque élément'],
    [
      { 'content/a.md': session('speakers: "Anne, Bob"') },
      'a.md:3: faute : « session.speakers » : Anne, Bob ne convient pas (attendu : une liste :',
    ],
    [
      { 'content/a.md': session('speakers: [Anne, 7]') },
      'a.md:3: faute : « session.speakers, 2e entrée » : 7 ne convient pas',
    ],
    [
      { 'content/a.md': session('guid: x') },
      'a.md:3: faute : « session.guid » : x ne convient pas (attendu : un identifiant comme',
    ],
    [front('session: { start: 2022-07-06T10:00 }'), 'a.md:2: faute : il manque la clé « session.end »'],
    [
      when('2022-07-06T11:00', '2022-07-06T10:00'),
      'a.md:2: faute : « session.end » : 2022-07-06T10:00 ne convient pas (attendu : une heure qui vient après start)',
    ],
    [
      when('2022-07-06T9:00', '2022-07-06T08:00'),
      'a.md:2: faute : « session.start » : 2022-07-06T9:00 ne convient pas (attendu : un jour et une heure qui existent',
    ],
    [
      when('2022-07-06T25:00', '2022-07-06T08:00'),
      'a.md:2: faute : « session.start » : 2022-07-06T25:00 ne convient pas',
    ],
    [
      settings('legal: { phone: 0298000000 }'),
      'site.yml:13: faute : « legal.phone » : 0298000000 ne convient pas (attendu : un texte ; mettez-le entre guillemets)',
    ],
    [
      settings('retention: { spam: trente }'),
      'site.yml:13: faute : « retention.spam » : trente ne convient pas (attendu : un nombre, sans guillemets)',
    ],
    [
      settings('retention: { spam: 1.5 }'),
      'site.yml:13: faute : « retention.spam » : 1.5 ne convient pas (attendu : un nombre entier)',
    ],
    [
      settings('retention: { spam: 0 }'),
      'site.yml:13: faute : « retention.spam » : 0 ne convient pas (attendu : 1 ou plus)',
    ],
    [
      settings('retention: { limits: 25 }'),
      'site.yml:13: faute : « retention.limits » : 25 ne convient pas (attendu : 24 ou moins)',
    ],
    [
      settings('redirects: /x/'),
      'site.yml:13: faute : « redirects » : /x/ ne convient pas (attendu : des lignes « clé: valeur »)',
    ],
    [
      set('id: salle-1', 'id: Salle 1'),
      'site.yml:10: faute : « rooms, 2e entrée, id » : Salle 1 ne convient pas (attendu : lettres minuscules',
    ],
    [set('id: amphi, ', ''), 'site.yml:10: faute : il manque la clé « rooms, 1re entrée, id »'],
    [
      set('path: /,', 'path: /, icone: x,'),
      'site.yml:12: faute : clé inconnue « nav, 1re entrée, icone » (connues : path, label)',
    ],
    [
      front('notess: open'),
      'a.md:2: faute : clé inconnue « notess » (connues : title, description, lang, hide, notes, id, day, session)',
    ],
    [
      front('title: A\nspeakers: [Anne]'),
      'a.md:3: faute : clé inconnue « speakers » : elle se met sous session:, en retrait de deux espaces',
    ],
    [settings('place: Brest'), 'site.yml:13: faute : clé inconnue « place » : elle se met sous event:, en retrait'],
    [settings('contact: a@b.example'), 'site.yml:13: faute : clé inconnue « contact » (connues, entre autres : '],
    [settings('redirect:'), 'site.yml:13: faute : clé inconnue « redirect » (connues, entre autres : redirects, '],
    [
      { 'content/a.md': session('room: Grand Amphi') },
      'a.md:3: faute : salle inconnue de site.yml : Grand Amphi (connues : amphi, salle-1)',
    ],
    [{ 'content/a.md': session('theme: x') }, 'a.md:3: faute : thème inconnu de site.yml : x (connus : low-tech)'],
    [
      { ...set('rooms: [', 'rooms: [] # ['), 'content/a.md': session('room: amphi') },
      'a.md:3: faute : salle inconnue de site.yml : amphi (site.yml n’en nomme pas)',
    ],
    [
      set('nav: [', `nav: [${'{ path: /, label: Accueil }, '.repeat(5)}`),
      'site.yml:12: faute : nav : 5 entrées au plus',
    ],
    [set('start: 2022-07-05', 'start: 2022-02-31'), 'site.yml:8: faute : « event.start » : 2022-02-31 ne convient pas'],
    [set('end: 2022-07-08', 'end: 2022-07-32'), 'site.yml:8: faute : « event.end » : 2022-07-32 ne convient pas'],
    [front('day: 2022-07-32'), 'a.md:2: faute : « day » : 2022-07-32 ne convient pas'],
    [front('day: 2022-07-09'), 'a.md:2: faute : le 2022-07-09 est hors des dates de l’événement'],
    [
      { ...front('day: 2022-07-06'), 'content/b.md': '---\ntitle: B\nday: 2022-07-06\n---\n' },
      'b.md:3: faute : le même jour que content/a.md : 2022-07-06',
    ],
    [
      set('essai.example', 'essai.example/forum'),
      'site.yml:5: faute : « url » : https://essai.example/forum ne convient',
    ],
    [set('essai.example', 'essai.example/?a'), 'site.yml:5: faute : « url » : https://essai.example/?a ne convient'],
    [set('essai.example', 'essai.example/#a'), 'site.yml:5: faute : « url » : https://essai.example/#a ne convient'],
    [
      settings('legal: { contact: pas un courriel }'),
      'site.yml:13: faute : « legal.contact » : pas un courriel ne convient',
    ],
    [
      set('path: /,', 'path: "https://a.example/",'),
      'site.yml:12: faute : nav : « Accueil » mène à https://a.example/ : il y faut un chemin de ce site',
    ],
    [
      settings('redirects: { /x/: "https://a.example/" }'),
      'site.yml:13: faute : redirects : /x/ mène à https://a.example/ : il y faut un chemin de ce site',
    ],
    [{ 'content/a.md': '---\ntitle: A\n\n# Titre\n' }, 'a.md:1: faute : l’en-tête n’est pas fermé'],
    [
      { 'content/a.md': '\n---\ntitle: A\n---\nTexte.\n' },
      'a.md:1: faute : les --- de l’en-tête doivent être sur la première ligne',
    ],
  ]
  test.each(slips.map(([files, expected]): [string, typeof files] => [expected, files]))(
    '%s',
    async (expected, files) => {
      const { site, said } = await tryBuild(files)
      expect(said).toContain(`content/${expected}`)
      expect(said.split('\n')).toHaveLength(1)
      expect(said.replaceAll(/«.*?»|parmi .*\)/g, '')).not.toMatch(
        /expected|invalid|received|object|array|string|undefined|\b(?:the|must|be|not|are|is|with|key|keys|line|column)\b/i,
      )
      expect(site).toBeNull()
    },
  )
})

const several: [Record<string, string>, string[]][] = [
  [
    {
      ...settings(
        'annonce: [a]\nfooter:\n  - path: /x/\n  - path: /x/\n    label: Rien\nredirects: { /a/: 3, /b/: /y/ }',
      ),
      'content/a.md': session('room: cave, theme: x'),
    },
    [
      'a.md:3: faute : salle inconnue de site.yml : cave',
      'a.md:3: faute : thème inconnu de site.yml : x',
      'site.yml:13: faute : « annonce » : ce qui est écrit',
      'site.yml:15: faute : il manque la clé « footer, 1re entrée, label »',
      'site.yml:16: faute : footer : « Rien » mène à /x/',
      'site.yml:18: faute : « redirects./a/ » : 3 ne convient pas',
      'site.yml:18: faute : redirects : /b/ mène à /y/',
    ],
  ],
  [
    {
      'content/a.md': session('room: cave, status: oui')
        .replace('title', 'notes: oui\ntitle')
        .replaceAll('07-06', '08-06'),
    },
    [
      'a.md:2: faute : « notes » : oui',
      'a.md:4: faute : « session.status » : oui',
      'a.md:4: faute : la séance sort des dates',
      'a.md:4: faute : salle inconnue de site.yml : cave',
    ],
  ],
  [
    { 'content/a.md': session('room: cave').replace('2022-07-06T10:30', '20/05/2027') },
    ['a.md:3: faute : « session.start » : 20/05/2027', 'a.md:3: faute : salle inconnue de site.yml : cave'],
  ],
  [
    { ...set('id: amphi', 'id: Amphi'), 'content/a.md': session('room: amphi, theme: x') },
    ['a.md:3: faute : thème inconnu', 'site.yml:10: faute : « rooms, 1re entrée, id » : Amphi'],
  ],
  [
    { ...set('start: 2022-07-05', 'start: 5 juillet'), 'content/a.md': session('').replaceAll('07-06', '08-06') },
    [
      'a.md:3: faute : la séance sort des dates de l’événement (jusqu’au 2022-07-08)',
      'site.yml:8: faute : « event.start » : 5 juillet',
    ],
  ],
  [
    { ...set('end: 2022-07-08', 'end: 8 juillet'), ...front('day: 2022-06-06') },
    [
      'a.md:2: faute : le 2022-06-06 est hors des dates de l’événement (depuis le 2022-07-05)',
      'site.yml:8: faute : « event.end » : 8 juillet',
    ],
  ],
  [
    { ...settings('legal: { phone: 02 }'), 'content/a.md': '# A\n\n{{ legal.phone }}\n' },
    ['site.yml:13: faute : « legal.phone » : 02'],
  ],
  [
    { 'content/a.md': session('room: amphi').replace('T12:30', 'T10:00'), 'content/b.md': session('room: amphi') },
    ['a.md:3: faute : « session.end »'],
  ],
  [
    {
      ...settings(
        'notess: x\nspeaker: x\nfooter:\n  - libelle: x\n    adresse: x\n  - { path: /, label: L, x: 1, y: 1 }',
      ),
      'content/a.md': session('salle: amphi, theme: x, hall: 1').replace('title', 'tags: [x]\nstatus: x\ntitle'),
    },
    [
      'a.md:2: faute : clé inconnue « tags »',
      'a.md:3: faute : clé inconnue « status »',
      'a.md:5: faute : clé inconnue « session.salle » (connues : start, end, room,',
      'a.md:5: faute : clé inconnue « session.hall »',
      'a.md:5: faute : thème inconnu de site.yml : x',
      'site.yml:13: faute : clé inconnue « notess »',
      'site.yml:14: faute : clé inconnue « speaker »',
      'site.yml:16: faute : il manque la clé « footer, 1re entrée, path »',
      'site.yml:16: faute : il manque la clé « footer, 1re entrée, label »',
      'site.yml:16: faute : clé inconnue « footer, 1re entrée, libelle »',
      'site.yml:17: faute : clé inconnue « footer, 1re entrée, adresse »',
      'site.yml:18: faute : clé inconnue « footer, 2e entrée, x »',
      'site.yml:18: faute : clé inconnue « footer, 2e entrée, y »',
    ],
  ],
  [
    { 'content/a.md': session('salle: x').replace('T12:30', 'T10:00') },
    ['a.md:3: faute : clé inconnue « session.salle »', 'a.md:3: faute : « session.end »'],
  ],
  [
    { ...at('0026-03-29T02:30', '2026-03-29T02:30'), ...set('Europe/Paris', 'Paris') },
    ['a.md:4: faute : la séance sort des dates', 'site.yml:7: faute : « timezone » : Paris'],
  ],
  [
    { 'content/site.yml': 'du texte\n', 'content/a.md': session('room: amphi') },
    ['site.yml:1: faute : du texte ne convient pas'],
  ],
]
test.each(several.map(([files, expected]) => ({ files, expected, last: expected.at(-1) })))(
  'a fault hides no other, and makes no false one, to « $last »',
  async ({ files, expected }) => {
    const lines = (await tryBuild(files)).said.split('\n')
    expect(lines).toHaveLength(expected.length)
    for (const [n, start] of expected.entries()) expect(lines[n]).toContain(`content/${start}`)
  },
)
