namespace Prcl.Silo.Experiments.Protocols;

/// <summary>What the ids of a data set's labels mean.</summary>
internal enum SplitFormat
{
    /// <summary>The classes of <c>classes.json</c>.</summary>
    ClassIds,

    /// <summary>PASCAL VOC: background and 20 classes, 255 between them; <c>classes.json</c>, where there is one, goes before.</summary>
    Voc,

    /// <summary>Cityscapes: its 19 training classes, from files of <c>labelTrainIds</c> or of <c>labelIds</c>; <c>classes.json</c>, where there is one, goes before.</summary>
    Cityscapes,
}
