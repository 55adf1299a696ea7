require "json"
require "mistral-ai"

URI_OF_GOOGLE = "https://generativelanguage.googleapis.com/v1beta/models"
