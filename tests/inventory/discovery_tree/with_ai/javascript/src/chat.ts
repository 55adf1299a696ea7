import Anthropic from "@anthropic-ai/sdk";
import { CohereClient } from "cohere-ai";
/* import Replicate from "replicate"; */
const deepgram = require("@deepgram/sdk");

export const claude = new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY });
export const endpoint = `https://${process.env.NAME}.openai.azure.com/openai/deployments`;
export async function later() {
  return (await import("together-ai")).default;
}
export { CohereClient, deepgram };
