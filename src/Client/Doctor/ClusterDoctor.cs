using Prcl.Contracts.Cluster;
using Prcl.Contracts.Diagnoses;

namespace Prcl.Client.Doctor;

/// <summary>Looks at the silos of a cluster: whether they are up, alike, complete, and of one time.</summary>
internal static class ClusterDoctor
{
    private static readonly string[] Roles = ["state", "predictor", "trainer"];

    // A question takes a moment; leases and retention bear seconds.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    /// <summary>What is found.</summary>
    public static IEnumerable<Diagnosis> Of(SiloView[] silos) => [Up(silos), Alike(silos), .. Roles.Select(role => Role(silos, role)), Clocks(silos)];

    private static Diagnosis Up(SiloView[] silos)
    {
        var away = Array.FindAll(silos, s => s.Status != "active" || s.Trainers is null);
        return away.Length == 0
            ? Diagnosis.Ok("silos", $"{silos.Length} are active: {string.Join(", ", silos.Select(s => s.Name))}")
            : Diagnosis.Warning("silos", $"{string.Join(", ", away.Select(s => $"{s.Name} is {(s.Status == "active" ? "not answering" : s.Status)}"))}", "look at its log; one that is gone for good is taken out within seconds");
    }

    private static Diagnosis Alike(SiloView[] silos)
    {
        string[] versions = [.. silos.Select(s => s.Version).Where(v => v.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        return versions.Length <= 1
            ? Diagnosis.Ok("versions", versions.Length == 1 ? $"all silos are {versions[0]}" : "not known yet")
            : Diagnosis.Warning("versions", $"silos of {string.Join(" and ", versions)} work together", "that is fine while they are being exchanged; then bring all to one version");
    }

    private static Diagnosis Role(SiloView[] silos, string role) => (role, silos.Count(s => s.Status == "active" && s.Roles.Contains(role))) switch
    {
        (_, > 0 and var count) => Diagnosis.Ok($"role {role}", $"{count} {(count == 1 ? "silo has" : "silos have")} it"),
        ("state", _) => Diagnosis.Failure("role state", "no silo has it: nothing can be stored or asked", "start one with --roles state"),
        _ => Diagnosis.Warning($"role {role}", role == "trainer" ? "no silo has it: nothing is learned" : "no silo has it: nothing is predicted or measured", $"start one with --roles {role}"),
    };

    private static Diagnosis Clocks(SiloView[] silos)
    {
        TimeSpan[] ahead = [.. silos.Select(s => s.ClockAhead).OfType<TimeSpan>()];
        var apart = ahead.Length == 0 ? TimeSpan.Zero : ahead.Max() - ahead.Min();
        return ahead.Length < 2 ? Diagnosis.Ok("clocks", "one silo's clock has nobody to differ from")
            : apart <= Skew ? Diagnosis.Ok("clocks", $"the silos' clocks are at most {Math.Max(0.1, apart.TotalSeconds):F1} s apart")
            : Diagnosis.Warning("clocks", $"the silos' clocks are {apart.TotalSeconds:F1} s apart; retention and certificates go by them", "let NTP set them (timedatectl set-ntp true)");
    }
}
