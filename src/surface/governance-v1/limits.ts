/**
 * Limits of `/governance/v1`.
 */

/** The largest body any route here takes is `{"keep":false}`. */
export const MAX_BODY_BYTES = 1024;
