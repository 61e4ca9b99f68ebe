/** Cache that holds the camera decoder once a scanning screen has fetched it. */
export const DECODER_CACHE = 'miaoben-decoder';
