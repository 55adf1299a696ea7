using Amazon.BedrockRuntime;
using System.Text.Json;

var key = Environment.GetEnvironmentVariable("ELEVENLABS_API_KEY");
