"""Ask whoever answers. import replicate would be another way."""

import os

import boto3
from google import genai
from groq import Groq

# api.stability.ai is not called any more
bedrock = boto3.client("bedrock-runtime", region_name="eu-west-1")
google = genai.Client(api_key=os.environ["GEMINI_API_KEY"])
quick = Groq()
MODEL = "claude-opus-4-5-20251101"
