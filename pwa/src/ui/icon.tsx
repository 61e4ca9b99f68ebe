/** Line icons, 24 × 24, drawn in the text colour. Decoration: what an icon means always stands beside it in words. */
const PATHS = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M7 7l10 10M17 7L7 17',
  alert: 'M12 8v5M12 16.5v.1M12 3.5L2.8 19.5h18.4z',
  info: 'M12 11v5.5M12 7.6v.1M12 3a9 9 0 100 18 9 9 0 000-18z',
  dash: 'M6 12h12',
  question: 'M9 9.2a3 3 0 115 2.2c-1.2.9-2 1.4-2 3M12 17.6v.1',
  clock: 'M12 7v5l3 2M12 3a9 9 0 100 18 9 9 0 000-18z',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  person: 'M12 4a4 4 0 110 8 4 4 0 010-8zM4.5 20c.8-3.6 3.7-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  people:
    'M9 5a3.5 3.5 0 110 7 3.5 3.5 0 010-7zM2.5 19c.6-3.2 3-5 6.5-5s5.9 1.8 6.5 5M16 5.3a3.5 3.5 0 010 6.4M18 14.4c2 .6 3.2 2.3 3.6 4.6',
  plus: 'M12 5v14M5 12h14',
  search: 'M11 4a7 7 0 110 14 7 7 0 010-14zM20.5 20.5L16 16',
  scan: 'M4 8V5a1 1 0 011-1h3M16 4h3a1 1 0 011 1v3M20 16v3a1 1 0 01-1 1h-3M8 20H5a1 1 0 01-1-1v-3M7 12h10',
  camera: 'M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 10a3.5 3.5 0 110 7 3.5 3.5 0 010-7z',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 8.5v.1',
  certificate: 'M5 3.5h14v17H5zM8.5 8h7M8.5 11.5h7M12 14.5v3M10.5 16h3',
  record: 'M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 15.5h6',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3.5V7M16 3.5V7',
  bell: 'M6 17V11a6 6 0 0112 0v6l1.5 1.5h-15zM10 21h4M12 5V3',
  barcode: 'M4 5v14M8 5v14M11 5v14M15 5v14M17 5v14M20 5v14',
  syringe: 'M15 4l5 5M17.5 6.5L8 16H5v-3l9.5-9.5M5 16l-2 5M11 8l2 2M8.5 10.5l2 2',
  printer: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  upload: 'M12 16V4M7 9l5-5 5 5M4 16v4h16v-4',
  download: 'M12 4v12M7 11l5 5 5-5M4 17v3h16v-3',
  refresh: 'M19.5 12a7.5 7.5 0 11-2.2-5.3L20 9M20 4v5h-5',
  offline:
    'M3 3l18 18M8.5 15.5a5 5 0 016.2-.7M5 12a10 10 0 013.5-2.3M12.5 8.8A10 10 0 0119 12M2 8.5A15 15 0 016 6M10.5 5a15 15 0 0111.5 3.5M12 19.2v.1',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 5v4M8 15v4',
  signOut: 'M14 4H5v16h9M10 12h10M16.5 8l4 4-4 4',
  undo: 'M8 5L4 9l4 4M4 9h10a5.5 5.5 0 010 11h-4',
  clinic: 'M4 20V9l8-5 8 5v11zM12 10v6M9 13h6',
  school: 'M2.5 9.5L12 5l9.5 4.5L12 14zM6 11.5V17c3.5 2.5 8.5 2.5 12 0v-5.5',
  desk: 'M4 20V11h4v9M10 20V4h4v16M16 20v-7h4v7',
  sound: 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 010 6M18 6.5a8 8 0 010 11',
  sprout: 'M12 20v-8M12 13C12 8.5 9 6 4 6c0 5 3 7.5 8 7M12 11c0-4 2.7-6.5 8-6.5 0 5-3 7.5-8 7',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
