/**
 * A drawn document, neutral between OFD and PDF. Lengths are millimetres from the top left corner of the page; colours
 * are `#rrggbb`, black when left out.
 */
export interface PageDocument {
  /** 32 lower-case hex digits, unique to this file. */
  readonly id: string;
  readonly title: string;
  /** Of the document, `YYYY-MM-DD`. */
  readonly createdOn: string;
  readonly creator: string;
  /** 元数据 by the names the certificate's definition gives them (GB/T 36903). */
  readonly metadata: readonly MetadataField[];
  readonly pages: readonly Page[];
  /** The machine-readable record that travels with the drawing; null for none. */
  readonly record: RecordAttachment | null;
  /** Where the tags of the items belong: an XML namespace, and the name of the root element (the certificate type). */
  readonly index: { readonly namespace: string; readonly root: string };
}

export interface MetadataField {
  readonly name: string;
  readonly value: string;
}

export interface RecordAttachment {
  /** As a reader shows it, such as 接种记录结构化数据. */
  readonly title: string;
  /** JSON text; stored as `record.json`. */
  readonly json: string;
}

export interface Page {
  readonly width: number;
  readonly height: number;
  readonly items: readonly PageItem[];
  /** Drawn over everything else, such as the purpose and end date of an annotated copy (加注件). */
  readonly overlay?: readonly TextItem[];
}

export type PageItem = TextItem | LineItem | QrItem | ImageItem;

export interface TextItem {
  readonly kind: 'text';
  /** Top of the text's box, and the point of it that `align` names. */
  readonly x: number;
  readonly y: number;
  /** Height of the em square. */
  readonly size: number;
  /** One line. */
  readonly text: string;
  readonly align?: 'left' | 'centre' | 'right';
  readonly colour?: string;
  /** 0 to 1; 1 when left out. */
  readonly opacity?: number;
  /** Degrees, clockwise, about the middle of the text. */
  readonly angle?: number;
  /** 数据索引: the field this item shows; an XML name without colon. */
  readonly tag?: string;
}

export interface LineItem {
  readonly kind: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
  readonly colour?: string;
}

export interface QrItem {
  readonly kind: 'qr';
  readonly x: number;
  readonly y: number;
  /** Of the dark square, without the quiet zone. */
  readonly side: number;
  /** Rows of modules, true for dark; as many columns as rows. */
  readonly modules: readonly (readonly boolean[])[];
  readonly tag?: string;
}

export interface ImageItem {
  readonly kind: 'image';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly format: 'PNG' | 'JPEG';
  readonly data: Uint8Array;
  readonly tag?: string;
}
