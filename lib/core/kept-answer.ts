/** How the message of a job begins to say that a broker was not asked anew; the button that asked for it looks for this. */
export const keptAnswer = "from the answer of";
