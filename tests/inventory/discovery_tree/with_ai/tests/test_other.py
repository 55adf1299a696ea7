STABILITY = "https://api.stability.ai"
