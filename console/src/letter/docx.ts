// A letter as a file for a word processor. Loaded when it is asked for: the library is larger than
// the rest of the console.

import {
  AlignmentType,
  BorderStyle,
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import type { Block, Letter } from "./letter";

const kFont = "Arial";
const kAfter = 160; // twentieths of a point, as all lengths here
const kRoomToSign = 1200;

const paragraph = (text: string, options: object = {}): Paragraph =>
  new Paragraph({ spacing: { after: kAfter }, ...options, children: [new TextRun(text)] });

function table(head: string[], rows: string[][]): (Table | Paragraph)[] {
  const cell = (text: string, bold: boolean) =>
    new TableCell({
      margins: { top: 60, bottom: 60, left: 100, right: 100 },
      children: [new Paragraph({ children: [new TextRun({ text, bold })] })],
    });
  const line = { style: BorderStyle.SINGLE, size: 4, color: "999999" };
  return [
    new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      borders: {
        top: line,
        bottom: line,
        left: line,
        right: line,
        insideHorizontal: line,
        insideVertical: line,
      },
      rows: [
        new TableRow({ tableHeader: true, children: head.map((text) => cell(text, true)) }),
        ...rows.map((row) => new TableRow({ children: row.map((text) => cell(text, false)) })),
      ],
    }),
    paragraph(""),
  ];
}

function block(part: Block): (Table | Paragraph)[] {
  if ("heading" in part) return [paragraph(part.heading, { heading: HeadingLevel.HEADING_2 })];
  if ("list" in part) return part.list.map((text) => paragraph(text, { bullet: { level: 0 } }));
  if ("table" in part) return table(part.table.head, part.table.rows);
  return [paragraph(part.text)];
}

export function docxOf(letter: Letter): Promise<Blob> {
  const tight = { spacing: { after: 0 } };
  const children = [
    ...letter.sender.map(
      (text, i) => new Paragraph({ ...tight, children: [new TextRun({ text, bold: i === 0 })] }),
    ),
    paragraph(""),
    ...letter.recipient.map((text) => paragraph(text, { ...tight, indent: { left: 5200 } })),
    paragraph(""),
    paragraph(letter.subject, { heading: HeadingLevel.HEADING_1 }),
    ...letter.references.map(
      ([name, value]) =>
        new Paragraph({
          ...tight,
          children: [new TextRun(`${name} `), new TextRun({ text: value, bold: true })],
        }),
    ),
    paragraph(""),
    ...letter.body.flatMap(block),
    paragraph(""),
    ...letter.signature.map((text, i) =>
      paragraph(text, {
        alignment: AlignmentType.LEFT,
        indent: { left: 4200 },
        keepNext: i < letter.signature.length - 1,
        spacing: { after: i === letter.signature.length - 1 ? kRoomToSign : 60 },
      }),
    ),
  ];
  const language = letter.language === "fr" ? "fr-FR" : "en-GB";
  const heading = { bold: true, color: "000000", font: kFont };
  return Packer.toBlob(
    new Document({
      title: letter.subject,
      creator: letter.sender[0] ?? "",
      styles: {
        default: {
          document: { run: { font: kFont, size: 21, language: { value: language } } },
          heading1: { run: { ...heading, size: 24 }, paragraph: { spacing: { after: kAfter } } },
          heading2: {
            run: { ...heading, size: 21 },
            paragraph: { spacing: { before: 200, after: 80 } },
          },
        },
      },
      sections: [{ children }],
    }),
  );
}
