import type { Translation } from '../catalogue.ts';
import type zh from '../zh-CN/paper-reading.ts';

export default {
  title: 'Read a document',
  intro:
    'Photograph or choose a document; check what was read, then fill in the form. Nothing is saved by itself, and the picture is deleted once it is read',
  kind: 'Kind of document',
  'kind.birth_certificate': 'Birth certificate',
  'kind.id_card': 'Resident ID card',
  'kind.household_register': 'Household register',
  choose: 'Photograph or choose the document',
  hint: 'JPG, PNG or PDF (first page), at most 20 MB',
  sending: 'Uploading',
  reading: 'Reading, this takes a few seconds',
  page: 'The document as it was read; the marked places are what was found',
  found: 'Please compare with the picture',
  unsure: 'What is marked is uncertain; check it letter by letter',
  confidence: '{percent}% sure',
  fill: 'Fill in the form',
  again: 'Choose another',
  filled: 'Filled in; check it before saving',
  'field.name': 'Name',
  'field.sex': 'Sex',
  'field.birth_date': 'Birth date',
  'field.document_number': 'Document number',
  'field.address': 'Address',
  'field.mother_name': "Mother's name",
  'field.mother_number': "Mother's ID number",
  'field.father_name': "Father's name",
  'field.father_number': "Father's ID number",
  'sex.F': 'Female',
  'sex.M': 'Male',
  'fault.blurred':
    'The picture is too blurred to read. Wipe the lens, lay the document flat, focus in good light and take it again',
  'fault.no_text': 'No text was found. Let the document fill the picture, avoid reflections and take it again',
  'fault.file_type': 'This file cannot be read. Choose a JPG or PNG picture or a PDF',
  'fault.file_too_large': 'The file is too large. Use a lower resolution, or a file of at most 20 MB',
  'fault.busy': 'Many documents are waiting. Try again later, or fill the form in by hand',
  'fault.too_late':
    'Reading took too long. Cut away what is not the document and try again, or fill the form in by hand',
  'fault.interrupted':
    'The system was just restarted and the document was removed unread. Choose it again, or fill the form in by hand',
  'fault.gone': 'The reading is kept no longer. Choose the document again',
} satisfies Translation<typeof zh>;
