/** A photo kept on the device until it can be sent: announced under a command of its own, so that it arrives once. */
export interface KeptPhoto {
  announce: string;
  fileName: string;
  base64: string;
}

/** The photo as a file. */
export const fileOf = ({ fileName, base64 }: KeptPhoto): File =>
  new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], fileName);

const LONGEST_SIDE = 1_600;
const QUALITY = 0.8;

/** Makes a photo small enough to be kept until it can be sent: JPEG, at most 1,600 px, base64. @throws DOMException when it is no picture */
export async function shrinkPhoto(file: File): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const [, base64 = ''] = canvas.toDataURL('image/jpeg', QUALITY).split(',');
  return base64;
}
