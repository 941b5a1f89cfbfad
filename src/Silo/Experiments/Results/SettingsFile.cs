using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prcl.Contracts.Versions;
using Prcl.Learning.Settings;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Silo.Experiments.Trials;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Experiments.Results;

/// <summary><c>settings.json</c> of an experiment's folder: the protocol, every setting of each arm, and the machine that ran last.</summary>
internal static class SettingsFile
{
    /// <summary>The file's name.</summary>
    public const string FileName = "settings.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file; arms that earlier calls wrote stay.</summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="plans">A plan of each arm, of any seed.</param>
    /// <param name="device">Where tensors live.</param>
    /// <exception cref="HostException">The file can't be read or written.</exception>
    public static void Write(string folder, IReadOnlyList<TrialPlan> plans, string device)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var arms = (File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))?["arms"]?.DeepClone() : null) as JsonObject ?? [];
            foreach (var plan in plans)
            {
                arms[plan.Arm.Name] = Arm(plan);
            }

            var all = new JsonObject
            {
                ["commit"] = ProgramVersion.Commit,
                ["machine"] = new JsonObject
                {
                    ["processor"] = Processor(),
                    ["cores"] = Environment.ProcessorCount,
                    ["system"] = RuntimeInformation.OSDescription,
                    ["runtime"] = RuntimeInformation.FrameworkDescription,
                    ["device"] = device,
                },
                ["protocol"] = ProtocolFile.ToNode(plans[0].Protocol),
                ["arms"] = arms,
            };
            File.WriteAllText(path, all.ToJsonString(Indented) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new HostException($"{path}: the settings can't be kept: {error.Message}", error);
        }
    }

    private static JsonObject Arm(TrialPlan plan)
    {
        var settings = SettingCatalogue.Write(plan.Settings).Where(s => s.Key != "seed").OrderBy(s => s.Key, StringComparer.Ordinal);
        return new JsonObject
        {
            ["meaning"] = plan.Arm.Meaning,
            ["images"] = plan.Arm.Feed.ToString(),
            ["batch-norm-share"] = plan.Arm.BatchNormShare,
            ["late-labels"] = plan.Arm.Late.ToString(),
            ["settings"] = new JsonObject(settings.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value))),
        };
    }

    private static string Processor()
    {
        const string File = "/proc/cpuinfo";
        var line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
