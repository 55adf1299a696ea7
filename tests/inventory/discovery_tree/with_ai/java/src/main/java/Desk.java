import com.azure.ai.openai.OpenAIClient;
import java.util.List;

class Desk {
    static final String OLLAMA = System.getenv("OLLAMA_HOST");
}
