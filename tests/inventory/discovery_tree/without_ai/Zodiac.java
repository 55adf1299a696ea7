import com.openair.flight.OpenAir;

class Gemini {
    String claude = "claude"; /* System.getenv("OPENAI_API_KEY") */
}
